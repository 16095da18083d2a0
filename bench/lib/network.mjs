// What went over the wire, as the browser's own network stack counts it: headers and compressed bodies.

export async function watchNetwork(cdp) {
  const requests = new Map();
  let clock; // Seconds from the network stack's clock to that of the wall.
  const of = ({ requestId }) => requests.get(requestId);
  cdp.on("Network.requestWillBeSent", (event) => {
    clock ??= event.wallTime - event.timestamp;
    requests.set(event.requestId, { head: null, chunks: [] });
  });
  cdp.on("Network.responseReceived", ({ timestamp, response, ...event }) =>
    Object.assign(of(event) ?? {}, { head: { at: timestamp, bytes: response.encodedDataLength } }),
  );
  cdp.on("Network.dataReceived", (event) => of(event)?.chunks.push({ at: event.timestamp, length: event.dataLength }));
  cdp.on("Network.loadingFinished", (event) =>
    Object.assign(of(event) ?? {}, { end: event.timestamp, total: event.encodedDataLength }),
  );
  await cdp.send("Network.enable");

  /** What had arrived at `time`, milliseconds of the wall clock: `{requests, bytes}`; requests count that were answered. */
  return (time) => {
    const limit = time / 1000 - clock;
    const come = [...requests.values()].filter(({ head, end }) => head?.at <= limit || end <= limit);
    return {
      requests: come.length,
      bytes: Math.round(come.reduce((sum, request) => sum + arrived(request, limit), 0)),
    };
  };
}

/** Of what is still on its way, compressed bytes are not told; they are taken to come as evenly as what they unpack to. */
function arrived({ head, chunks, end, total = 0 }, limit) {
  if (end <= limit) return total;
  const length = (some) => some.reduce((sum, chunk) => sum + chunk.length, 0);
  const share = length(chunks.filter(({ at }) => at <= limit)) / Math.max(1, length(chunks));
  return head.bytes + share * Math.max(0, total - head.bytes);
}
