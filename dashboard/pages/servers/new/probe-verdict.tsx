// What the look means, in one sentence, before the fields that follow from it.
import { Match, Show, Switch } from 'solid-js'
import type { ProbeAnswer } from '../../../../schema/api/probe.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { Notice } from '../../../ui/notice.tsx'
import type { Probe } from './create-probe.ts'

const WORDS: Readonly<Record<ProbeAnswer['outcome'], { title: string; text: string }>> = {
  none: {
    title: 'It answers without credentials.',
    text: 'Callers prove themselves to Limen with an access token. Choose the sign-in through a Gateway where tools act for a user.',
  },
  oauth: {
    title: 'Its users sign in with OAuth.',
    text: 'A Gateway takes over the sign-in: clients sign in at Limen, and Limen keeps and refreshes what the runtime needs.',
  },
  api_key: {
    title: 'It asks for a credential and does not say which.',
    text: 'Most likely an API key: say where the key goes, and clients never see it. A runtime of your own wants its worker secret: enter it above and look again.',
  },
  no_mcp: {
    title: 'Something answers there, but it is not MCP.',
    text: 'Check the path of the URL; many runtimes end in /mcp. You can also go on by hand: what you typed is kept.',
  },
  unreachable: {
    title: 'The runtime could not be reached.',
    text: 'Check that it runs and that Limen can reach it. You can also go on by hand: what you typed is kept.',
  },
}

export function ProbeVerdict(props: { probe: Probe }) {
  return (
    <Switch>
      <Match when={props.probe.answer()}>
        {(answer) => (
          <Notice
            tone={answer().authModes.length === 0 ? 'warn' : 'neutral'}
            role={answer().authModes.length === 0 ? 'alert' : 'status'}
          >
            <p class="font-medium">{WORDS[answer().outcome].title}</p>
            <p class="text-ink-soft">{WORDS[answer().outcome].text}</p>
            <Show when={answer().oauth?.authorizationServers[0]}>
              {(issuer) => (
                <p class="mt-1 text-ink-soft">
                  It names the authorization server{' '}
                  <code class="font-mono break-all">{visibleText(issuer())}</code>.
                </p>
              )}
            </Show>
          </Notice>
        )}
      </Match>
      <Match when={props.probe.problem()}>
        {(problem) => (
          <Notice tone="warn" role="alert">
            <p class="font-medium">The runtime was not looked at.</p>
            <p class="text-ink-soft">{problem()} You can also go on by hand: what you typed is kept.</p>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}
