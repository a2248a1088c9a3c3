// What a script that waits for a child does when it is told to stop.

/** How often the parent is looked at, in milliseconds. */
const LOOK_MS = 250;

/**
 * Passes the order to stop on to a child, which drains. Ctrl-C reaches the child by itself; SIGTERM is sent on. npm
 * gives its SIGTERM to a shell that dies of it and tells nobody, so under npm the parent's end is an order to stop too.
 */
export function passOnStop(child, parent = process.ppid) {
  const stop = () => child.kill('SIGTERM');
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  if (process.env.npm_lifecycle_event === undefined) return;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    stop();
  }, LOOK_MS);
  child.once('exit', () => clearInterval(look));
}
