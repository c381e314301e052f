import type { Server } from '../../../../../../schema/api/servers.ts'
import { Card } from '../../../../../ui/card.tsx'

export default function Inspector(_props: { server: Server }) {
  return <Card title="Inspector">…</Card>
}
