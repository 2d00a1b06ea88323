/** Child processes: output kept for the failure message, or passed through. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';

/**
 * Runs a command and keeps its output.
 * `timeout` in milliseconds ends it; `missing` tells that the program does not exist.
 * @returns {Promise<{code: number, stdout: string, stderr: string, missing: boolean, timedOut: boolean}>}
 */
export function capture(command, args, { cwd = root, env = process.env, timeout = 0, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const result = { code: 1, stdout: '', stderr: '', missing: false, timedOut: false };
    const timer =
      timeout &&
      setTimeout(() => {
        result.timedOut = true;
        child.kill('SIGKILL');
      }, timeout);
    child.stdout.on('data', (chunk) => {
      result.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      // Some tools (tar on foreign archives) flood stderr: the end tells enough.
      result.stderr = (result.stderr + chunk).slice(-20_000);
    });
    child.on('error', (error) => {
      result.missing = error.code === 'ENOENT';
      result.stderr += error.message;
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ...result, code: code ?? 1 });
    });
  });
}

/**
 * Runs a command with the terminal passed through; answers its exit code (128 + 15 for a signal).
 * `quietStdout` sends the child's stdout to our stderr, for commands whose stdout belongs to something else.
 */
export function passThrough(command, args, { cwd = root, env = process.env, quietStdout = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['inherit', quietStdout ? process.stderr : 'inherit', 'inherit'],
    });
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(code ?? 143);
    });
  });
}

/** The full path of a program on PATH, or null. */
export function findProgram(name, environment = process.env) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder: look in the next.
      }
    }
  }
  return null;
}

/** How to start npm: through the npm that started us where there is one, so that no shell is needed. */
export function npmCommand(args, environment = process.env) {
  const script = environment.npm_execpath;
  if (script?.endsWith('.js')) return { command: process.execPath, args: [script, ...args], shell: false };
  return { command: 'npm', args, shell: process.platform === 'win32' };
}

/** The last lines of a command's output, for a failure message. */
export function tail(text, lines = 12) {
  return text.trim().split('\n').slice(-lines).join('\n');
}
