// Node's agents, which tell the look that is under way how far its connection has come.

import type { Agent } from 'node:http';
import { Socket } from 'node:net';
import type { Stage } from '../../domain/gap.ts';
import type { Approach } from '../way.ts';

/**
 * Follows each connection that this agent makes or takes again.
 * @param kept how far a connection of it had come that is taken again.
 * @param now the look that is under way.
 */
export function followedAgent<A extends Agent>(agent: A, kept: Stage, now: () => Approach): A {
  const create = agent.createConnection.bind(agent);
  const reuse = agent.reuseSocket.bind(agent);
  agent.createConnection = (options, connected) => {
    const stream = create(options, connected);
    if (stream instanceof Socket) now().follow(stream, options.host ?? undefined);
    return stream;
  };
  agent.reuseSocket = (socket, request) => {
    now().reuse(kept);
    reuse(socket, request);
  };
  return agent;
}
