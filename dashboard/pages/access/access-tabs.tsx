import { TabLinks } from '../../ui/tabs.tsx'

/** The three places of Access. */
export function AccessTabs() {
  return (
    <TabLinks
      label="Parts of Access"
      tabs={[
        { href: '/access', label: 'Groups' },
        { href: '/access/rules', label: 'Rules' },
        { href: '/access/preview', label: 'Effective settings' },
      ]}
    />
  )
}
