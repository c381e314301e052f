// What the handbook says.
export interface Page {
  title: string
  text: string
}

export const PAGES: readonly Page[] = [
  {
    title: 'Working hours',
    text: 'We answer tickets from 8 to 18 h. Whoever is on call says so in the morning.',
  },
  {
    title: 'Refunds',
    text: 'Up to 50 € support decides alone. Above that, ask the account manager of the customer.',
  },
  {
    title: 'Incidents',
    text: 'Open a ticket first, then a channel. One person leads, one person writes; nobody does both.',
  },
  {
    title: 'Travel',
    text: 'By train where it takes less than five hours. Book early; nobody has to ask.',
  },
]
