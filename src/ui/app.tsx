// The root: the stores and the view come together here, header and footer stand around the screen that is looked at.

import { Box, useApp, useWindowSize } from 'ink';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { messageOf } from '../domain/thrown.ts';
import { Footer, footerRows } from './views/frame/footer.tsx';
import { Header, headerRows, Notices } from './views/frame/header.tsx';
import { PanelBoundary } from './views/frame/boundary.tsx';
import { Skeleton, TooSmall } from './views/frame/waiting.tsx';
import type { Fault, ProfileChoice, WallControls } from './controls.ts';
import { shapeOf } from './views/spread.ts';
import { navigate, type ViewAction } from './keys/navigation.ts';
import { boundsOf, sceneOf, type Scene } from './scene.ts';
import { FaultsScreen } from './views/faults/screen.tsx';
import { matchingProfiles, ProfilesScreen } from './views/profiles/screen.tsx';
import { screenOf } from './screens.ts';
import { WallScreen } from './views/wall/screen.tsx';
import type { Theme } from './theme.ts';
import { useKeys } from './acts/use-keys.ts';
import { useStore } from './use-store.ts';
import { useSuspension } from './terminal/suspension.ts';
import { initialView, type ViewState } from './keys/view.ts';
import type { Size } from './text/line.ts';

export interface AppProps {
  readonly controls: WallControls;
  readonly theme: Theme;
  /** Rows at the bottom that stay free: 1 where a full last row makes the terminal scroll. */
  readonly rowsFree?: number;
}

export function App({ controls, theme, rowsFree = 0 }: AppProps): ReactNode {
  const window = useWindowSize();
  const size = { columns: window.columns, rows: Math.max(1, window.rows - rowsFree) };
  const { exit, suspendTerminal } = useApp();
  const session = useStore(controls.session);
  const snapshot = useStore(session.wall);
  const { view, latest, send } = useView(controls);
  const { choices, looking, loadChoices } = useChoices(controls, latest, send);
  const scene = snapshot === null ? null : sceneOf(snapshot, view, size, theme);

  useKeys({
    controls,
    send,
    loadChoices,
    exit,
    suspend: useSuspension(controls.jobs, suspendTerminal),
    snapshot: () => session.wall.get(),
    view: latest,
    choices: () => choicesShown(choices, latest()),
    bounds: () =>
      boundsOf(
        snapshot === null ? null : sceneOf(snapshot, latest(), size, theme),
        choicesShown(choices, latest()),
        controls.faults().length,
      ),
  });

  if (shapeOf(size) === 'line') return <TooSmall snapshot={snapshot} size={size} theme={theme} />;
  const picker =
    view.screen === 'profiles' ? (
      <ProfilesScreen
        choices={choicesShown(choices, view)}
        looking={looking}
        current={session.name}
        view={view}
        size={scene?.body.size ?? { ...size, rows: size.rows - footerRows(view, size) }}
        theme={theme}
      />
    ) : null;
  // When the terminal becomes narrower, Ink paints the old frame once more before React hears of it: the share of the
  // width, instead of a number, clips that frame to the new width, so that no row wraps and leaves litter.
  return (
    <Box flexDirection="column" width="100%" height={size.rows} overflow="hidden">
      {scene === null ? (
        (picker ?? (
          <Skeleton
            name={session.name}
            mode={session.mode}
            size={{ ...size, rows: size.rows - footerRows(view, size) }}
            theme={theme}
          />
        ))
      ) : (
        <>
          <Top scene={scene} mode={session.mode} />
          <Guarded scene={scene} name="This screen" size={scene.body.size}>
            {picker ?? <Body scene={scene} faults={controls.faults()} />}
          </Guarded>
        </>
      )}
      <Footer view={view} hasFaults={controls.faults().length > 0} screen={size} theme={theme} />
    </Box>
  );
}

function Top({ scene, mode }: { readonly scene: Scene; readonly mode: string | null }): ReactNode {
  const { snapshot, screen, theme, bannerRows } = scene;
  return (
    <Guarded scene={scene} name="The header" size={{ ...screen, rows: headerRows + bannerRows }}>
      <Header snapshot={snapshot} mode={mode} columns={screen.columns} theme={theme} />
      <Notices
        snapshot={snapshot}
        columns={screen.columns}
        rows={bannerRows}
        isWall={scene.view.screen === 'wall'}
        theme={theme}
      />
    </Guarded>
  );
}

interface GuardedProps {
  readonly scene: Scene;
  readonly name: string;
  readonly size: Size;
  readonly children: ReactNode;
}

function Guarded({ scene, name, size, children }: GuardedProps): ReactNode {
  // A new snapshot, another screen or another size is a new attempt.
  const attempt = `${scene.view.screen} ${size.columns}×${size.rows} ${scene.snapshot.board.at}`;
  return (
    <PanelBoundary name={name} size={size} theme={scene.theme} attempt={attempt}>
      {children}
    </PanelBoundary>
  );
}

function Body({ scene, faults }: { readonly scene: Scene; readonly faults: readonly Fault[] }): ReactNode {
  const { body, view, theme } = scene;
  if (view.screen === 'faults')
    return <FaultsScreen faults={faults} view={view} size={body.size} theme={theme} />;
  const entry = screenOf(view.screen);
  if (entry !== null) return <entry.Screen {...body} />;
  return <WallScreen {...body} layout={scene.layout} />;
}

/** What the picker lists: the cursor counts in these. */
function choicesShown(
  choices: readonly ProfileChoice[] | null,
  { screen, filter }: ViewState,
): readonly ProfileChoice[] | null {
  return choices && screen === 'profiles' ? matchingProfiles(choices, filter) : choices;
}

/** The view, and a way to change it whose outcome is known at once: several keys may come before the next frame. */
function useView({ session }: WallControls): {
  readonly view: typeof initialView;
  readonly latest: () => typeof initialView;
  readonly send: (action: ViewAction) => void;
} {
  const [view, setView] = useState(initialView);
  const current = useRef(initialView);
  const [send] = useState(() => (action: ViewAction): void => {
    current.current = navigate(current.current, action);
    setView(current.current);
  });
  useEffect(() => {
    let { name } = session.get();
    return session.subscribe(() => {
      const next = session.get().name;
      if (next !== name) send({ type: 'reset' });
      name = next;
    });
  }, [session, send]);
  return { view, latest: () => current.current, send };
}

/** The profiles to switch to, looked for anew each time the picker is opened. */
function useChoices(
  controls: WallControls,
  latest: () => ViewState,
  send: (action: ViewAction) => void,
): {
  readonly choices: readonly ProfileChoice[] | null;
  /** There may be more. */
  readonly looking: boolean;
  readonly loadChoices: () => void;
} {
  const [choices, setChoices] = useState<readonly ProfileChoice[] | null>(null);
  const [looking, setLooking] = useState(false);
  const load = async (): Promise<void> => {
    try {
      setLooking(true);
      // What was found last time stands until all have been looked for anew: no row goes away under the cursor.
      const found = await controls.profiles(choices === null ? setChoices : undefined);
      setChoices(found);
      // What is watched now is marked at first, unless the person has moved or typed meanwhile.
      const { screen, filter, cursor } = latest();
      const watched = found.findIndex(({ name }) => name === controls.session.get().name);
      if (screen === 'profiles' && filter === '' && cursor === 0 && watched > 0)
        send({ type: 'pick', cursor: watched });
    } catch (error) {
      send({ type: 'back' });
      send({ type: 'say', message: { level: 'error', text: messageOf(error) } });
    } finally {
      setLooking(false);
    }
  };
  const loadChoices = (): void => void load();
  return { choices, looking, loadChoices };
}
