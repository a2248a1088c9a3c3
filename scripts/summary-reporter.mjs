// Prints plain lines at the very end of a test run: the suites that were skipped, whose names say what they need, and
// `N passed, N failed, N skipped`.

/** A vitest reporter. */
export default class SummaryReporter {
  /** Counts every test, and every file that failed before its tests could run. */
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    const missed = new Map();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] += 1;
        if (state === 'skipped') missed.set(suiteOf(test), (missed.get(suiteOf(test)) ?? 0) + 1);
      }
      counts.failed += module.errors().length;
    }
    process.on('exit', () => {
      for (const [name, count] of missed) process.stdout.write(`skipped ${count}: ${name}\n`);
      process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
    });
  }
}

/** Name of the outermost suite of a test, or of the test that stands in none. */
function suiteOf(test) {
  let outer = test;
  while (outer.parent.type === 'suite') outer = outer.parent;
  return outer.name;
}
