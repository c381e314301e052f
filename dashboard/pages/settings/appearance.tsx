import { SchemeChoice } from '../../shell/scheme-choice.tsx'
import { Card } from '../../ui/card.tsx'

export function Appearance() {
  return (
    <Card title="Appearance" description="Kept in this browser. Auto follows your system.">
      <div class="max-w-60">
        <SchemeChoice name="settings-scheme" />
      </div>
    </Card>
  )
}
