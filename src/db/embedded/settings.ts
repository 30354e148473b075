/** What the server is told when it is launched. */
import fs from 'node:fs';

/** A port is never opened: part of the socket's name only. */
export const PORT = 5432;

export function asOptions(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

export function serverSettings(socketDir: string): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    port: String(PORT),
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    shared_buffers: '256MB',
    ...sharedMemorySettings(),
    // The first change of a page after a checkpoint puts all of it into the log. Fewer of them make
    // less of that; what a crash has to replay stays bounded by max_wal_size.
    checkpoint_timeout: '15min',
    log_checkpoints: 'off',
    // keeps statements, and the travelers' data in them, out of the log
    log_min_error_statement: 'panic',
  };
}

/**
 * Where /dev/shm is tiny (64 MB in a container) or read-only, parallel queries, or even initdb,
 * would fail for want of shared memory.
 */
export function sharedMemorySettings(): Record<string, string> {
  if (process.platform !== 'linux') return {};
  try {
    fs.accessSync('/dev/shm', fs.constants.W_OK);
    const { bavail, bsize } = fs.statfsSync('/dev/shm');
    if (bavail * bsize >= 128 * 1024 * 1024) return {};
  } catch {
    /* not there or read-only */
  }
  return { dynamic_shared_memory_type: 'mmap', shared_buffers: '128MB' };
}

/** Nothing of the caller's PG* variables or locale reaches the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}
