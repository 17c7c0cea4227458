// One read of a metric, compiled into what to ask and how to understand the replies.

import type { Instant } from '../../domain/clock.ts';
import type { Gap } from '../../domain/gap.ts';
import type { Value } from '../../domain/value.ts';
import type { Command, Replies } from './commands.ts';

export type Result = { readonly value: Value } | { readonly gap: Gap };

/** Pure, so that the same replies give the same value. */
export interface Reading {
  /** What the first pipeline asks. */
  readonly commands: readonly Command[];
  /** What has to be asked once the first replies are there; nothing for most. */
  more?(replies: Replies): readonly Command[];
  /** What it reads is the server's own, on a replica too: not what lies in the keys. */
  readonly isOwn?: boolean;
  /** It counts since the server began, and begins again at zero with it. */
  readonly isCounter?: boolean;
  result(replies: Replies, now: Instant): Result;
}
