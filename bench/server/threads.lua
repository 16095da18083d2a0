-- Reads: each request is for another thread, PREFIX0 to PREFIX(COUNT-1), in an order that differs by connection thread.
-- wrk … URL -- PATH PREFIX COUNT [PREFIX COUNT …]

package.path = debug.getinfo(1, "S").source:match("@(.*/)") .. "?.lua;" .. package.path
require("report")

function init(args)
  paths = {}
  for at = 2, #args, 2 do
    for n = 0, tonumber(args[at + 1]) - 1 do
      table.insert(paths, wrk.format("GET", args[1] .. args[at] .. n))
    end
  end
  math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 1e6)
end

function request()
  return paths[math.random(#paths)]
end
