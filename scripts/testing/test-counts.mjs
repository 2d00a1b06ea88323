/** What vitest's JSON reports say: how many tests passed, and which did not. */

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

/** Every test of a report that failed, with the first line of why, and every file that could not be loaded. */
export function failures(report) {
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    const tests = failed.map(
      ({ fullName, failureMessages }) => `${name}: ${fullName}: ${firstLine(failureMessages[0])}`,
    );
    return status === 'failed' && assertionResults.length === 0 ? [`${name}: ${firstLine(message)}`] : tests;
  });
}

const firstLine = (text = '') => text.trim().split('\n', 1)[0];
