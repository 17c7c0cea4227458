// What is on the screen for a moment, a view and a size: the same for drawing and for telling how far a key can move.

import type { WallSnapshot } from '../engine/snapshot.ts';
import { footerRows } from './views/frame/footer.tsx';
import { headerRows, noticesRows } from './views/frame/header.tsx';
import type { ProfileChoice } from './controls.ts';
import { commandsOf, pickedCommand } from './views/do-now/items.ts';
import { isWholeIn } from './views/do-now/panel.ts';
import type { Bounds } from './keys/navigation.ts';
import { doScreenLines } from './views/do-now/screen.tsx';
import { entriesOf, scrollMaxOf } from './screens.ts';
import { wallDoLines } from './views/wall/screen.tsx';
import type { Theme } from './theme.ts';
import type { ScreenProps, ViewState } from './keys/view.ts';
import type { Size } from './text/line.ts';
import { wallLayout, type WallLayout } from './views/wall/layout.ts';
import { problemsOf } from './views/wall/problems.ts';
import { matching } from './views/words/metric.ts';

export interface Scene {
  readonly snapshot: WallSnapshot;
  readonly view: ViewState;
  readonly theme: Theme;
  /** The whole terminal. */
  readonly screen: Size;
  readonly bannerRows: number;
  /** How the wall is cut, whatever screen is looked at. */
  readonly layout: WallLayout;
  /** The properties of the screen between header and footer. */
  readonly body: ScreenProps;
}

export function sceneOf(snapshot: WallSnapshot, view: ViewState, screen: Size, theme: Theme): Scene {
  // On the wall a notice moves nothing: its row is always there.
  const bannerRows = view.screen === 'wall' ? 1 : noticesRows(snapshot, screen.columns, screen.rows);
  const size = {
    columns: screen.columns,
    rows: screen.rows - headerRows - bannerRows - footerRows(view, screen),
  };
  const layout = wallLayout(matching(snapshot.board.metrics, view.filter), screen, {
    unfolded: view.filter !== '',
  });
  return { snapshot, view, theme, screen, bannerRows, layout, body: { snapshot, view, size, theme } };
}

/** How far the keys can move; `choices` and `faults` are what the pickers show. */
export function boundsOf(
  scene: Scene | null,
  choices: readonly ProfileChoice[] | null,
  faults: number,
): Bounds {
  const picks = scene?.view.screen === 'faults' ? faults : (choices?.length ?? 0);
  if (scene === null)
    return {
      grid: [],
      first: null,
      page: 1,
      scrollMax: 0,
      picks,
      commands: [],
      showsCommand: false,
      entries: null,
    };
  const { snapshot, view, body, layout } = scene;
  return {
    grid: layout.grid,
    // Who looks for something means the first that is found.
    first: view.filter === '' ? (problemsOf(snapshot)[0]?.metric.id ?? null) : null,
    page: Math.max(1, body.size.rows - 2),
    scrollMax: scrollMaxOf(body),
    picks,
    commands: commandsOf(snapshot.board).map(({ key }) => key),
    showsCommand: showsCommand(body, layout),
    entries: entriesOf(body),
  };
}

/** Half a command must not be taken for a whole one. */
function showsCommand(body: ScreenProps, layout: WallLayout): boolean {
  const { snapshot, view } = body;
  const command = pickedCommand(commandsOf(snapshot.board), view.command);
  if (command === null) return false;
  if (view.screen === 'wall') return isWholeIn(wallDoLines({ ...body, layout }), command.run);
  return view.screen === 'do' && isWholeIn(doScreenLines(body), command.run);
}
