import { utcText } from '../../format/moment.tsx'

/** To the millisecond, because events of one second are told apart; UTC on hover. The day where it is not today. */
export function LogMoment(props: { at: number }) {
  const date = () => new Date(props.at)
  const text = () => {
    const isToday = date().toDateString() === new Date().toDateString()
    const time = date().toLocaleTimeString(undefined, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    })
    return isToday
      ? time
      : `${date().toLocaleDateString(undefined, { month: 'short', day: 'numeric' })}, ${time}`
  }
  return (
    <time dateTime={date().toISOString()} title={utcText(props.at, 'milliseconds')}>
      {text()}
    </time>
  )
}
