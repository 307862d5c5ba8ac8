// The kinds of Kubernetes that our manifests use beside workloads, as far as they use them: nothing that is
// misspelt or of another type passes. After the reference of its API, 1.25.
import { z } from 'zod'

const labels = z.record(z.string(), z.string())
const metadata = z.strictObject({
  name: z.string(),
  namespace: z.literal('lyceum'),
  labels: labels.optional(),
  annotations: labels.optional(),
})
const selector = z.strictObject({ matchLabels: labels })

const head = <Kind extends string, Version extends string>(kind: Kind, apiVersion: Version) => ({
  kind: z.literal(kind),
  apiVersion: z.literal(apiVersion),
  metadata,
})

export const service = z.strictObject({
  ...head('Service', 'v1'),
  spec: z.strictObject({
    type: z.literal('LoadBalancer').optional(),
    clusterIP: z.literal('None').optional(),
    publishNotReadyAddresses: z.boolean().optional(),
    selector: labels,
    ports: z.array(
      z.strictObject({ name: z.string(), port: z.int(), targetPort: z.string().max(15) }),
    ),
  }),
})

export const budget = z.strictObject({
  ...head('PodDisruptionBudget', 'policy/v1'),
  spec: z.strictObject({ maxUnavailable: z.int().min(1), selector }),
})

const scaling = z.strictObject({
  stabilizationWindowSeconds: z.int().max(3_600).optional(),
  policies: z.array(
    z.strictObject({
      type: z.enum(['Pods', 'Percent']),
      value: z.int().min(1),
      periodSeconds: z.int().min(1).max(1_800),
    }),
  ),
})

export const autoscaler = z.strictObject({
  ...head('HorizontalPodAutoscaler', 'autoscaling/v2'),
  spec: z.strictObject({
    scaleTargetRef: z.strictObject({
      apiVersion: z.literal('apps/v1'),
      kind: z.enum(['Deployment', 'StatefulSet']),
      name: z.string(),
    }),
    minReplicas: z.int().min(2),
    maxReplicas: z.int(),
    metrics: z.array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('Resource'),
          resource: z.strictObject({
            name: z.enum(['cpu', 'memory']),
            target: z.strictObject({
              type: z.literal('Utilization'),
              averageUtilization: z.int().max(100),
            }),
          }),
        }),
        z.strictObject({
          type: z.literal('Pods'),
          pods: z.strictObject({
            metric: z.strictObject({ name: z.string() }),
            target: z.strictObject({
              type: z.literal('AverageValue'),
              averageValue: z.string().regex(/^\d+m?$/),
            }),
          }),
        }),
      ]),
    ),
    behavior: z.strictObject({ scaleUp: scaling.optional(), scaleDown: scaling.optional() }),
  }),
})

export const policy = z.strictObject({
  ...head('NetworkPolicy', 'networking.k8s.io/v1'),
  spec: z.strictObject({
    podSelector: selector,
    policyTypes: z.tuple([z.literal('Ingress')]),
    ingress: z
      .array(
        z.strictObject({
          from: z
            .array(
              z.union([
                z.strictObject({ podSelector: selector }),
                z.strictObject({ namespaceSelector: selector }),
              ]),
            )
            .optional(),
          ports: z.array(
            z.strictObject({
              port: z.int(),
              endPort: z.int().optional(),
              protocol: z.enum(['TCP', 'UDP']),
            }),
          ),
        }),
      )
      .optional(),
  }),
})

export const claim = z.strictObject({
  ...head('PersistentVolumeClaim', 'v1'),
  spec: z.strictObject({
    accessModes: z.array(z.enum(['ReadWriteOnce', 'ReadWriteMany'])),
    resources: z.strictObject({ requests: z.strictObject({ storage: z.string() }) }),
  }),
})

export const configMap = z.strictObject({ ...head('ConfigMap', 'v1'), data: labels })
/** Values are in base64. */
export const secret = z.strictObject({
  ...head('Secret', 'v1'),
  type: z.literal('Opaque'),
  data: labels,
})

/** What the tests look at in a workload; Kubernetes' own types look at the rest. */
export const workload = z.object({
  kind: z.enum(['Deployment', 'StatefulSet']),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.int(),
    selector,
    template: z.object({
      metadata: z.object({ labels, annotations: labels }),
      spec: z.object({
        terminationGracePeriodSeconds: z.int(),
        containers: z.tuple([
          z.object({
            command: z.array(z.string()),
            envFrom: z.array(z.unknown()).optional(),
            env: z.array(
              z.object({
                name: z.string(),
                value: z.string().optional(),
                valueFrom: z
                  .object({ secretKeyRef: z.object({ key: z.string() }).optional() })
                  .optional(),
              }),
            ),
            ports: z.array(
              z.object({
                name: z.string().max(15),
                containerPort: z.int(),
                hostPort: z.int().optional(),
                protocol: z.enum(['TCP', 'UDP']).optional(),
              }),
            ),
            volumeMounts: z.array(z.object({ name: z.string() })),
          }),
        ]),
        volumes: z.array(z.object({ name: z.string() })),
      }),
    }),
  }),
})

export type Workload = z.output<typeof workload>
