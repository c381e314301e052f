import { z } from 'zod'
import { toolName } from '../../../schema/api/tools.ts'

export const toolParams = z.object({ id: z.string().min(1).max(200), name: toolName })
