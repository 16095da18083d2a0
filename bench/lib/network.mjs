// What went over the wire, as the browser's own network stack counts it: headers and compressed bodies.

export async function watchNetwork(cdp) {
  const requests = new Map();
  let clock; // Seconds from the network stack's clock to that of the wall.
  const of = ({ requestId }) => requests.get(requestId);
  cdp.on("Network.requestWillBeSent", (event) => {
    clock ??= event.wallTime - event.timestamp;
    requests.set(event.requestId, { url: event.request.url, type: event.type, chunks: [] });
  });
  cdp.on("Network.responseReceived", (event) => {
    const request = of(event);
    if (request) request.chunks.push({ at: event.timestamp, bytes: event.response.encodedDataLength });
  });
  cdp.on("Network.dataReceived", (event) =>
    of(event)?.chunks.push({ at: event.timestamp, bytes: event.encodedDataLength }),
  );
  cdp.on("Network.loadingFinished", (event) =>
    Object.assign(of(event) ?? {}, { end: event.timestamp, total: event.encodedDataLength }),
  );
  await cdp.send("Network.enable");

  /** What had arrived at `time`, milliseconds of the wall clock: `{requests, bytes}`; requests count that were answered. */
  return (time) => {
    const limit = time / 1000 - clock;
    let bytes = 0;
    let count = 0;
    for (const { chunks, end, total } of requests.values()) {
      const come = chunks.filter(({ at }) => at <= limit);
      if (come.length || end <= limit) count++;
      // The total is exact; parts are of those that were still on their way.
      bytes += end <= limit ? total : come.reduce((sum, chunk) => sum + chunk.bytes, 0);
    }
    return { requests: count, bytes };
  };
}
