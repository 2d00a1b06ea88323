import { describe, expect, it } from 'vitest';
import { addCounts, countTests, failures, summary } from '../../scripts/testing/test-counts.mjs';
import { splitFindings } from '../../scripts/testing/type-canary.mjs';

describe('counting tests', () => {
  const good = {
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [{ status: 'failed', assertionResults: [{}] }],
  };

  it('sums the reports', () => {
    expect(summary(addCounts(countTests(good), countTests(good)))).toBe('6 passed, 2 failed');
  });

  it('counts a file that could not be loaded, and a report that was never written, as failures', () => {
    const broken = { numPassedTests: 3, numFailedTests: 0, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(countTests(broken)).toEqual({ passed: 3, failed: 1 });
    expect(countTests(null)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('failures', () => {
  it('names each test that failed and each file that could not be loaded, with the first line of why', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            { status: 'passed', fullName: 'adds', failureMessages: [] },
            { status: 'failed', fullName: 'divides', failureMessages: ['Error: by zero\n    at divide'] },
          ],
        },
        { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
        { name: 'c.test.ts', status: 'passed', message: '', assertionResults: [] },
      ],
    };
    expect(failures(report)).toEqual(['a.test.ts: divides: Error: by zero', 'b.test.ts: no such module']);
    expect(failures(null)).toEqual([]);
  });
});

describe('the planted type error', () => {
  const planted = 'test-results/type-canary/engine.ts(1,14): error TS2322: wrong';
  const real = 'engine/a.ts(3,1): error TS2304: missing';

  it('is told apart from real findings', () => {
    expect(splitFindings(`${planted}\n`, ['engine.ts'])).toEqual({ findings: [], missed: [] });
    expect(splitFindings(`${real}\n  more words\n${planted}`, ['engine.ts'])).toEqual({ findings: [real], missed: [] });
  });

  it('shows a blind check', () => {
    expect(splitFindings('', ['engine.ts']).missed).toEqual(['engine.ts']);
    expect(
      splitFindings("error TS18003: No inputs were found in config file 'x'.", ['engine.ts']).findings,
    ).toHaveLength(1);
  });

  it('is found in the words of svelte-check too', () => {
    const output =
      '17 START "/x"\n17 ERROR "test-results/type-canary/window.svelte" 2:9 "wrong"\n17 WARNING "a.svelte" 1:1 "b"';
    expect(splitFindings(output, ['window.svelte'])).toEqual({ findings: ['WARNING "a.svelte" 1:1 "b"'], missed: [] });
  });
});
