// The Gateway whose page this is. The frame around its tabs has loaded it.
import { createContext, useContext } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'

export const CurrentGateway = createContext<() => Gateway>()

export function useCurrentGateway(): () => Gateway {
  const gateway = useContext(CurrentGateway)
  if (!gateway) throw new Error('useCurrentGateway outside of a Gateway')
  return gateway
}
