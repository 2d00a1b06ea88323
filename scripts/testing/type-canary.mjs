/** The planted error of the type checks: the project that carries it, and telling it apart from real findings. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A TypeScript project like `project` (a path in the checkout), with the planted files of `folder` added. */
export function canaryProject(root, folder, project, planted) {
  const original = JSON.parse(readFileSync(join(root, project), 'utf8'));
  const place = (pattern) => relative(folder, join(root, dirname(project), pattern)).replaceAll('\\', '/');
  return {
    extends: place(relative(dirname(project), project) || '.'),
    include: [...original.include.map(place), ...planted.map((name) => `./${name}`)],
    exclude: (original.exclude ?? []).map(place),
  };
}

/**
 * Splits a checker's output: lines about planted files, and everything else that is a finding. tsc prints
 * `file(1,2): error TS1: …`, svelte-check's machine format `time ERROR "file" 1:2 "…"`.
 */
export function splitFindings(output, planted) {
  const lines = output
    .split('\n')
    .filter((line) => /: error TS\d+|^error TS\d+|^\d+ (ERROR|WARNING|FAILURE) /.test(line));
  const about = (line, name) => new RegExp(`type-canary/${name.replace('.', '\\.')}["(]`).test(line);
  return {
    findings: lines
      .filter((line) => !planted.some((name) => about(line, name)))
      .map((line) => line.replace(/^\d+ /, '')),
    missed: planted.filter((name) => !lines.some((line) => about(line, name))),
  };
}
