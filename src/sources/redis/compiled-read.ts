// One read of a metric, compiled into what to ask and how to understand the replies.

import type { Reading } from '../../domain/answer.ts';
import type { Instant } from '../../domain/clock.ts';
import type { RedisCommand, Replies } from './commands.ts';

/** Pure, so that the same replies give the same value. */
export interface CompiledRead {
  /** What the first pipeline asks. */
  readonly commands: readonly RedisCommand[];
  /** What has to be asked once the first replies are there; nothing for most. */
  more?(replies: Replies): readonly RedisCommand[];
  /** What it reads is the server's own, on a replica too: not what lies in the keys. */
  readonly isOwn?: boolean;
  /** It counts since the server began, and begins again at zero with it. */
  readonly isCounter?: boolean;
  result(replies: Replies, now: Instant): Reading;
}
