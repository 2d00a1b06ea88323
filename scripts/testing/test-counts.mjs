/** Counting tests from vitest's JSON reports. */

/** Passed and failed tests of a report. A file that could not be loaded, and a missing report, count as one failure. */
export function countTests(report) {
  if (!report) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** The line that tells the outcome to people and machines. */
export function summary({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
