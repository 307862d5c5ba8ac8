// From the settings of a run to the environment of its processes. What a person has set is passed on
// as it is; everything else gets the value that makes one machine a whole school.
import { join } from 'node:path'
import { ensureCertificate, lanAddresses, type Certificate } from './lan.ts'
import type { Endpoint } from './ports.ts'
import { clusterSecret } from './secrets.ts'
import { UsageError, isLoopback, type Settings } from './settings.ts'

export interface LocalEnvironment {
  readonly variables: NodeJS.ProcessEnv
  readonly publicUrl: string
  /** The certificate made here, if one is in use. */
  readonly certificate: Certificate | null
  readonly ownSfu: boolean
  /** Where its processes will listen without which there is no class. */
  readonly endpoints: readonly Endpoint[]
  /** Where a recorder of its own will listen, beside its own sfu; null: it has none. */
  readonly recorder: readonly Endpoint[] | null
  readonly ownDatabase: boolean
}

export async function localEnvironment(settings: Settings): Promise<LocalEnvironment> {
  const { given, data, host, port } = settings
  const [address] = lanAddresses()
  if (settings.lan && address === undefined && given['MEDIA_ADDRESS'] === undefined) {
    throw new UsageError('--lan: this machine has no address on a local network')
  }
  const certificate =
    settings.lan && given['TLS_CERT'] === undefined
      ? await ensureCertificate(join(data, 'lan'), lanAddresses())
      : null
  const safe = certificate !== null || given['TLS_CERT'] !== undefined
  const name = settings.lan ? (address ?? host) : 'localhost'
  const publicUrl = given['PUBLIC_URL'] ?? `${safe ? 'https' : 'http'}://${name}:${port}`
  const control = `127.0.0.1:${port + 1}`
  const recorder = `127.0.0.1:${port + 2}`
  const ownSfu = given['SFU_URLS'] === undefined
  const ownRecorder = ownSfu && given['RECORDER_URLS'] === undefined
  const { DEMO_MEDIA: demoMedia, ...passed } = given
  const variables: NodeJS.ProcessEnv = {
    BLOBS_DIR: join(data, 'blobs'),
    CLIENT_DIR: join(import.meta.dirname, '..', '..', 'dist', 'client'),
    CLUSTER_SECRET: given['CLUSTER_SECRET'] ?? clusterSecret(data),
    SFU_LISTEN: control,
    SFU_URLS: `ws://${control}`,
    RECORDER_DIR: join(data, 'recorder'),
    RECORDER_LISTEN: recorder,
    ...(ownRecorder && { RECORDER_URLS: `ws://${recorder}` }),
    RTMP_LISTEN: `${isLoopback(host) ? '127.0.0.1' : '0.0.0.0'}:${port + 5}`,
    MEDIA_PORT: String(port + 10),
    MEDIA_ADDRESS: isLoopback(host) ? '127.0.0.1' : (address ?? '127.0.0.1'),
    ...(certificate && { TLS_CERT: certificate.certFile, TLS_KEY: certificate.keyFile }),
    // The demo class is for this machine only.
    ...(demoMedia !== undefined && isLoopback(host) && { DEMO_MEDIA: demoMedia }),
    ...passed,
    HOST: host,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    LYCEUM_DATA: data,
  }
  return {
    variables,
    publicUrl,
    certificate,
    ownSfu,
    endpoints: [{ host, port }, ...(ownSfu ? sfuEndpoints(variables) : [])],
    recorder: ownRecorder ? recorderEndpoints(variables) : null,
    ownDatabase: given['DATABASE_URL'] === undefined,
  }
}

function endpointOf(listen: string | undefined): Endpoint[] {
  const colon = listen?.lastIndexOf(':') ?? -1
  if (listen === undefined || colon < 0) return []
  return [{ host: listen.slice(0, colon), port: Number(listen.slice(colon + 1)) }]
}

function sfuEndpoints(variables: NodeJS.ProcessEnv): Endpoint[] {
  const media = isLoopback(variables['MEDIA_ADDRESS'] ?? '') ? '127.0.0.1' : '0.0.0.0'
  return [
    ...endpointOf(variables['SFU_LISTEN']),
    { host: media, port: Number(variables['MEDIA_PORT']) },
  ]
}

/** Where RTMP is switched off it has none. */
function recorderEndpoints(variables: NodeJS.ProcessEnv): Endpoint[] {
  const names = ['RECORDER_LISTEN', 'RTMP_LISTEN', 'RTMPS_LISTEN']
  return names.flatMap((name) => endpointOf(variables[name]))
}
