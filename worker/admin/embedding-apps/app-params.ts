import { z } from 'zod'

export const gatewayParam = z.object({
  id: z.string().min(1).max(200).meta({ example: 'gw_AAECAwQFBgcICQoLDA0ODw' }),
})

export const appParams = gatewayParam.extend({
  appId: z.string().min(1).max(200).meta({ example: 'app_AAECAwQFBgcICQoLDA0ODw' }),
})
