/** Port: a folder of script files on the engine's machine. Types only. */

/** Lists and reads files of one folder; never those outside of it. */
export interface LibraryFolder {
  /**
   * Paths of the files below a folder, relative to the library, in the order of their names.
   * @throws EngineError FIELD_INVALID for a folder outside of the library or that is not there, or with too many files.
   */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes of a file. @throws EngineError SCRIPT_NOT_FOUND when it is not there or lies outside of the library. */
  read(path: string): Promise<Uint8Array>;
}
