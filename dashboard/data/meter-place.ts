/** Where budgets and rate limits count: at one server, or at all servers of a Gateway. Without one: everywhere. */
export type MeterPlace = { serverId: string } | { gatewayId: string }
