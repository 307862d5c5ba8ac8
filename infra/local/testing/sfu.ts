import { pretend } from './process.ts'

pretend('sfu')
