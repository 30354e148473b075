/** Resident memory of a process of its own, from /proc; null where that is not Linux. */
import { readFileSync, writeFileSync } from 'node:fs';

const KB = 1024;

/** Bytes. */
function read(pid: number, field: 'VmRSS' | 'VmHWM'): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)![1]) * KB;
  } catch {
    return null;
  }
}

export const resident = (pid: number): number | null => read(pid, 'VmRSS');

/** Begins anew to note the most that it has, which the kernel keeps; the function tells it. */
export function watchPeak(pid: number): () => number | null {
  try {
    // Sets the peak to what it has (proc_pid_clear_refs(5)).
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    return () => null;
  }
  return () => read(pid, 'VmHWM');
}
