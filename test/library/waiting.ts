/** Cases that cannot run yet → what they wait for. */
export const waiting = new Map<string, string>();
