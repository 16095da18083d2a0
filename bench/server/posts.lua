-- Posts: each request is a new comment with an id of its own, in one of COUNT threads, by one of READERS readers, whose
-- token the widget would send: such a comment can be taken back for a while, and is written once more when it is final.
-- wrk … URL -- COUNT

package.path = debug.getinfo(1, "S").source:match("@(.*/)") .. "?.lua;" .. package.path
require("report")

local READERS = 10000
local words = { "plein", "bomen", "auto's", "fietsen", "markt", "raad", "plan", "wijk", "buurt", "kosten", "jaren", "ruimte" }

function init(args)
  threads = tonumber(args[1])
  math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 1e6)
end

local function hex(digits)
  local text = {}
  for at = 1, digits do text[at] = string.format("%x", math.random(0, 15)) end
  return table.concat(text)
end

function request()
  local text = {}
  for at = 1, 25 do text[at] = words[math.random(#words)] end
  local ms = string.format("%012x", os.time() * 1000)
  local id = ms:sub(1, 8) .. "-" .. ms:sub(9) .. "-7" .. hex(3) .. "-a" .. hex(3) .. "-" .. hex(12)
  local body = string.format(
    '{"id": "%s", "site": "demo", "url": "http://localhost/post-%d", "author": {"name": "Lezer"}, "body": "%s"}',
    id, math.random(0, threads - 1), table.concat(text, " "))
  local token = string.format("Bearer %022d", math.random(READERS))
  local headers = { ["content-type"] = "application/json", origin = "http://localhost", authorization = token }
  return wrk.format("POST", "/api/v1/comments", headers, body)
end
