// The manifests without a cluster: rendered by kubectl, held against the types of Kubernetes, against each
// other, and against what servers, sfus and recorders make of their settings.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { readConfig as readServer } from '../../server/config.ts'
import { readConfig as readRecorder } from '../../recorder/config.ts'
import { readConfig as readSfu } from '../../sfu/config.ts'
import { findProgram } from '../setup/steps/unpacked.ts'
import { Kubectl, lost, type Manifest } from './rendered.ts'
import * as schemas from './schemas.ts'

const program = findProgram('kubectl')
const kinds = {
  Service: schemas.service,
  PodDisruptionBudget: schemas.budget,
  HorizontalPodAutoscaler: schemas.autoscaler,
  NetworkPolicy: schemas.policy,
  PersistentVolumeClaim: schemas.claim,
  ConfigMap: schemas.configMap,
  Secret: schemas.secret,
  Deployment: schemas.workload,
  StatefulSet: schemas.workload,
} as const
const workloads = ['Deployment', 'StatefulSet']

const covers = (selector: Record<string, string>, labels: Record<string, string>) =>
  Object.entries(selector).every(([name, value]) => labels[name] === value)

describe.skipIf(program === null)('the manifests', () => {
  let kubectl: Kubectl
  let folder: string
  let all: readonly Manifest[]
  beforeAll(async () => {
    if (program === null) return
    folder = await mkdtemp(join(tmpdir(), 'lyceum-manifests-'))
    kubectl = new Kubectl(program, folder)
    all = await kubectl.render(import.meta.dirname)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  function those<Kind extends keyof typeof kinds>(kind: Kind): z.output<(typeof kinds)[Kind]>[] {
    const found = all.filter((one) => one.kind === kind)
    return found.map((one) => kinds[kind].parse(one) as z.output<(typeof kinds)[Kind]>)
  }
  const pods = () => [...those('Deployment'), ...those('StatefulSet')]
  const labelsOf = ({ spec }: schemas.Workload) => spec.template.metadata.labels
  const podOf = (name: string) => {
    const pod = pods().find(({ metadata }) => metadata.name === name)
    if (pod === undefined) throw new Error(`there is no ${name}`)
    return pod
  }

  /** As its container gets them; what Kubernetes fills in is some address. */
  function settingsOf(name: string): Record<string, string> {
    const [container] = podOf(name).spec.template.spec.containers
    const plain = those('ConfigMap').flatMap(({ data }) => Object.entries(data))
    const hidden = those('Secret').flatMap(({ data }) =>
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
    )
    const secrets = Object.fromEntries(hidden) as Record<string, string>
    const shared =
      container.envFrom === undefined ? {} : { ...Object.fromEntries(plain), ...secrets }
    const own = container.env.map(({ name: key, value, valueFrom }) => {
      const secret = valueFrom?.secretKeyRef?.key
      return [key, value ?? (secret === undefined ? '10.1.2.3' : secrets[secret])]
    })
    return { ...shared, ...(Object.fromEntries(own) as Record<string, string>) }
  }

  /** Of as many as there may be. */
  function urlsOf(name: string, port: number): string[] {
    const most = those('HorizontalPodAutoscaler').find(({ metadata }) => metadata.name === name)
    const numbers = Array.from({ length: most?.spec.maxReplicas ?? 0 }, (_, n) => n)
    return numbers.map((n) => `ws://${name}-${n}.${name}:${port}`)
  }

  it('are what Kubernetes knows: no field too many, none of another type', async () => {
    expect(all.map(({ kind }) => kind).filter((kind) => !Object.hasOwn(kinds, kind))).toEqual([])
    for (const one of all) {
      if (workloads.includes(one.kind)) expect(lost(one, await kubectl.typed(one))).toEqual([])
      kinds[one.kind as keyof typeof kinds].parse(one)
    }
  })

  it('fit each other: selectors, ports, volumes', () => {
    for (const pod of pods()) {
      expect(covers(pod.spec.selector.matchLabels, labelsOf(pod))).toBe(true)
      const [{ ports, volumeMounts }] = pod.spec.template.spec.containers
      const volumes = pod.spec.template.spec.volumes.map(({ name }) => name)
      expect(volumeMounts.map(({ name }) => name).toSorted()).toEqual(volumes.toSorted())
      const { name } = pod.metadata
      const service = those('Service').find(({ metadata }) => metadata.name === name)
      expect(covers(service?.spec.selector ?? {}, labelsOf(pod))).toBe(true)
      const named = ports.map((port) => port.name)
      for (const { targetPort } of service?.spec.ports ?? []) expect(named).toContain(targetPort)
      const budget = those('PodDisruptionBudget').find(({ metadata }) => metadata.name === name)
      expect(covers(budget?.spec.selector.matchLabels ?? {}, labelsOf(pod))).toBe(true)
      const scaler = those('HorizontalPodAutoscaler').find(({ metadata }) => metadata.name === name)
      expect(scaler?.spec.scaleTargetRef).toMatchObject({ kind: pod.kind, name })
      expect(scaler?.spec.minReplicas).toBe(pod.spec.replicas)
    }
  })

  it('give servers, sfus and recorders settings that they take', () => {
    const server = readServer(settingsOf('server'))
    expect(podOf('server').spec.template.spec.containers[0].command).toEqual([
      'node',
      'server/main.ts',
    ])
    expect(server.turn?.urls).toHaveLength(3)
    expect(server.metrics).toEqual({ host: '0.0.0.0', port: 7790 })
    expect(server.sfus).toEqual(urlsOf('sfu', 7701))
    expect(server.recorders).toEqual(urlsOf('recorder', 7702))
    const sfu = readSfu(settingsOf('sfu'))
    expect(podOf('sfu').spec.template.spec.containers[0].command).toEqual(['node', 'sfu/main.ts'])
    expect(sfu.control).toMatchObject({ host: '0.0.0.0', port: 7701 })
    expect(sfu.control.secret).toBe(server.secret)
    const recorder = readRecorder(settingsOf('recorder'))
    const [container] = podOf('recorder').spec.template.spec.containers
    expect(container.command).toEqual(['node', 'recorder/main.ts'])
    expect(recorder.control).toEqual({ host: '0.0.0.0', port: 7702, secret: server.secret })
    expect(recorder.ingest).toMatch(/^rtmp:/)
  })

  it('let encoders in, and wait for their broadcasts to end', () => {
    const { rtmp, drainMs } = readRecorder(settingsOf('recorder'))
    const { template } = podOf('recorder').spec
    const { containers, terminationGracePeriodSeconds } = template.spec
    expect(terminationGracePeriodSeconds * 1_000).toBeGreaterThan(drainMs)
    const service = those('Service').find(({ spec }) => spec.type === 'LoadBalancer')
    expect(covers(service?.spec.selector ?? {}, template.metadata.labels)).toBe(true)
    const named = service?.spec.ports.map(({ targetPort }) => targetPort)
    const open = containers[0].ports.filter(({ name }) => named?.includes(name))
    expect(open.map(({ containerPort }) => containerPort)).toEqual([rtmp?.port])
    const policy = those('NetworkPolicy').find(({ metadata }) => metadata.name === 'recorder')
    const everybody = (policy?.spec.ingress ?? []).filter(({ from }) => from === undefined)
    expect(everybody.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([rtmp?.port])
  })

  it('open the ports that media comes to, and wait for the drain', () => {
    const { media, pipes, limits } = readSfu(settingsOf('sfu'))
    const { containers, terminationGracePeriodSeconds } = podOf('sfu').spec.template.spec
    expect(terminationGracePeriodSeconds * 1_000).toBeGreaterThan(limits.drainMs)
    const wanted = Array.from({ length: media.workers }, (_, n) => media.port + n)
    for (const protocol of ['UDP', 'TCP'] as const) {
      const open = containers[0].ports.filter((port) => port.hostPort !== undefined)
      const those = open.filter((port) => port.protocol === protocol)
      expect(those.map(({ hostPort }) => hostPort)).toEqual(wanted)
    }
    const policy = those('NetworkPolicy').find(({ metadata }) => metadata.name === 'sfu')
    const ranges = (policy?.spec.ingress ?? []).flatMap(({ ports }) => ports)
    const isOpen = (port: number, protocol: string) =>
      ranges.some(
        (one) => one.protocol === protocol && one.port <= port && port <= (one.endPort ?? one.port),
      )
    for (const port of wanted)
      expect([isOpen(port, 'UDP'), isOpen(port, 'TCP')]).toEqual([true, true])
    const { min, max } = pipes.ports ?? { min: 0, max: 0 }
    expect([isOpen(min, 'UDP'), isOpen(max, 'UDP')]).toEqual([true, true])
  })
})
