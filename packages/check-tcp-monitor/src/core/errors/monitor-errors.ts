import type { ErrorDescription } from 'check-tcp/errors'

/** Every code of an error that the monitor throws, besides those of check-tcp. */
export const MONITOR_ERRORS = {
  STORE_DISK_FULL: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'The disk of the history is full.',
    whatToDo: 'Free some space; the monitor then goes on by itself.',
  },
  STORE_LOCKED: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'Another process uses the history.',
    whatToDo: 'Stop that process, or give this one another `directory`.',
  },
  STORE_CORRUPT: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'The database of the history is damaged.',
    whatToDo: 'Keep the file, and restore a backup with `check-tcp monitor restore`.',
  },
  STORE_TOO_NEW: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'A newer version of the monitor has written the history.',
    whatToDo: 'Run that version, or give this one another `directory`.',
  },
  STORE_TOO_OLD: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning:
      'An older version of the monitor has written the history, and this one has not opened it yet.',
    whatToDo:
      'Start the monitor of this version once: it brings the history up to date. A backup can be made before.',
  },
  STORE_UNWRITABLE: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'The history cannot be read or written here.',
    whatToDo: 'Correct the owner, the permissions or the mount that the message names.',
  },
  STORE_UNREACHABLE: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'The PostgreSQL of the history cannot be reached, or does not let the monitor in.',
    whatToDo:
      'Look whether it runs at the host and port that the message names, and whether user, password and database of `hub.database` are right. A hub that runs goes on by itself once it is back.',
  },
  STORE_CLOSED: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'The history is closed already.',
    whatToDo: 'Open it again; the monitor itself is stopping.',
  },
  STORE_CLAIMED: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'Another dispatcher delivers over this channel now.',
    whatToDo: 'Nothing: it delivers what waits, and this one takes over when it ends.',
  },
  STORE_OUTRUN: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'Another hub has stored something else of the same agent meanwhile.',
    whatToDo: 'Nothing: the agent sends again what is missing.',
  },
  STORE_FENCED: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'Another hub leads by now, so what this one has judged is not stored.',
    whatToDo: 'Nothing: the hub notices and goes on as a stand-by.',
  },
  STORE_BAD_CURSOR: {
    origin: 'input',
    thrownAs: 'StoreError',
    meaning: 'A cursor is not one that a page of the history returned.',
    whatToDo: 'Give the `next` of the previous page as it is, or begin again without a cursor.',
  },
  STORE_FAILED: {
    origin: 'machine',
    thrownAs: 'StoreError',
    meaning: 'The history failed in a way that has no code of its own.',
    whatToDo: 'Read the message.',
  },
  HTTP_LISTEN: {
    origin: 'machine',
    thrownAs: 'HttpListenError',
    meaning:
      'The HTTP API cannot listen where the config wants it; `systemCode` has the errno, such as `EADDRINUSE`.',
    whatToDo: 'Stop what has the address and port, or change `http` in the config.',
  },
  MONITOR_REFUSED: {
    origin: 'machine',
    thrownAs: 'RefusedError',
    meaning: 'The running monitor cannot be asked, or does not do what a command asks it for.',
    whatToDo: 'Read the message: it says whether it runs, who may do that, and what there is.',
  },
  LINK_UNREACHABLE: {
    origin: 'machine',
    thrownAs: 'LinkError',
    meaning: 'The hub does not answer, or answers with something else than a hub would.',
    whatToDo:
      'Look at the hub and at what lies between: a proxy, a firewall. The agent tries again by itself.',
  },
  LINK_NOT_THE_HUB: {
    origin: 'machine',
    thrownAs: 'LinkError',
    meaning:
      'What answers has another key than the hub that the agent joined, or no trusted certificate.',
    whatToDo: 'Find out who answers there. After the hub was set up again, join the agent again.',
  },
  LINK_REVOKED: {
    origin: 'input',
    thrownAs: 'LinkError',
    meaning: 'The hub does not know the agent, or its key was revoked.',
    whatToDo: 'Join it again with a new join string, if it is still to report.',
  },
  LINK_REFUSED: {
    origin: 'input',
    thrownAs: 'LinkError',
    meaning:
      'The hub does not take what the agent sends: it speaks of checks or of a location that are not its own.',
    whatToDo: 'Run the same version of check-tcp on both.',
  },
  LINK_BUSY: {
    origin: 'machine',
    thrownAs: 'LinkError',
    meaning: 'The hub cannot store anything now.',
    whatToDo: 'Look at the log of the hub. The agent keeps its results and tries again by itself.',
  },
  INVALID_FOREIGN_CONFIG: {
    origin: 'input',
    thrownAs: 'ForeignConfigError',
    meaning: 'No config can be made of the files of another monitor.',
    whatToDo: 'Correct or leave out the file that the message names.',
  },
  INVALID_HISTORY_RECORD: {
    origin: 'input',
    thrownAs: 'HistoryImportError',
    meaning:
      'A line that is to be imported into the history is not one that an export has written.',
    whatToDo: 'Correct the line; importing the whole file again adds only what is missing.',
  },
  INVALID_RELABEL: {
    origin: 'input',
    thrownAs: 'RelabelError',
    meaning: 'A rule of `relabel_configs` is one for which Prometheus refuses its config.',
    whatToDo: 'Correct the rule.',
  },
  TOO_MANY_FILES: {
    origin: 'input',
    thrownAs: 'TooManyFilesError',
    meaning: 'More files lie under a pattern of the config than are looked at.',
    whatToDo: 'Write a pattern that names fewer folders.',
  },
} as const satisfies Readonly<Record<string, ErrorDescription>>

export type MonitorErrorCode = keyof typeof MONITOR_ERRORS
