import { analysisOf, templateNames } from './open';

/** Larger nets take minutes and gigabytes: `npm run proof` trains them, each in a process of its own. */
const [MOST_PARAMETERS, MOST_MACS] = [20e6, 1e9];

const isLarge = (name: string): boolean => {
  const { parameters, macs } = analysisOf(name).totals;
  return parameters >= MOST_PARAMETERS || macs >= MOST_MACS;
};

export const largeTemplates: readonly string[] = templateNames.filter(isLarge).sort();
export const smallTemplates: readonly string[] = templateNames.filter((name) => !largeTemplates.includes(name)).sort();
