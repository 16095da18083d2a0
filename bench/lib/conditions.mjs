// Under what conditions a page is opened, and where in it the thread stands.

const bitsPerSecond = (bits) => bits / 8;

export const CONDITIONS = {
  slow: {
    title: "slow phone",
    context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    network: {
      offline: false,
      latency: 150,
      downloadThroughput: bitsPerSecond(1_600_000),
      uploadThroughput: bitsPerSecond(750_000),
    },
    cpuRate: 4,
    quietMs: 1500,
  },
  fast: {
    title: "unthrottled",
    context: { viewport: { width: 1280, height: 800 } },
    network: null,
    cpuRate: 1,
    quietMs: 700,
  },
};

export const PLACEMENTS = { view: "in view", below: "below the fold" };

/** Puts a tab under a condition. */
export async function applyCondition(cdp, { network, cpuRate }) {
  if (network) await cdp.send("Network.emulateNetworkConditions", network);
  if (cpuRate > 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpuRate });
}
