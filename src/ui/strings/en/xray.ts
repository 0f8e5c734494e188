// English: the kernels behind the model.

export const xray = {
  title: 'Kernel X-ray',
  lead: (size: string) =>
    `Under the hood: the GPU kernels behind the model, at size ${size}. Choose a block.`,
  model: 'Blocks of the model',
  layer: 'repeated per layer',
  blocks: {
    embedding: 'Embedding',
    attentionNorm: 'Norm',
    qkv: 'Queries, keys, values',
    rope: 'Rotary positions',
    attention: 'Attention',
    attentionOut: 'Projection',
    mlpNorm: 'Norm',
    gateUp: 'Gate and up',
    swiglu: 'SwiGLU',
    down: 'Down',
    logits: 'Logits',
    sample: 'Sampling',
    decode: 'Attention with a cache',
    policyLoss: 'Policy loss',
    gradientNorm: 'Gradient norm',
    adamw: 'AdamW',
  } as Readonly<Record<string, string>>,
  check: 'Check now',
  checking: 'Checking against the reference …',
  passed: (n: string) => `All ${n} comparisons with the f64 reference hold.`,
  failed: (n: string, all: string) => `${n} of ${all} comparisons do not hold.`,
  on: (device: string) => `on ${device}`,
  worst: (name: string, ratio: string, tolerance: string) =>
    `Worst: ${name}, error over the sum of absolute products ${ratio}, allowed ${tolerance}.`,
  noTimes: 'This device has no timestamps, so single dispatches can’t be timed.',
  noGpu: 'A check needs WebGPU. You can still read the code.',
  dispatch: 'Dispatch',
  times: 'Times',
  each: 'Time each',
  files: 'Files',
  roofline: {
    title: 'Roofline',
    why: 'The most this device can do, measured now: multiply-adds per second and bytes per second. Each kernel of a training step is timed by itself and plotted under that roof. This takes a few seconds; longer without a hardware GPU.',
    noGpu: 'Measuring needs WebGPU.',
    measure: 'Measure now',
    measuring: 'Measuring …',
    peak: (flops: string, bytes: string) => `Peak ${flops}, ${bytes}.`,
    whole: (rows: string, size: string, ms: string, share: string) =>
      `A training step on ${rows} tokens, size ${size}: ${ms} ms by the sum of its kernels, ${share} of the peak.`,
    spoken: (label: string, time: string, roof: string) =>
      `${label}: ${time} of the time, at ${roof} of roofline`,
    brief: (time: string, roof: string) => `${time} of the time, at ${roof} of roofline`,
    most: 'Kernels with the most time',
    over: 'Over 100%: the device was busy with other work while its peak was measured.',
    intensity: 'operations per byte',
    ofTime: 'Share of time',
    ofRoof: 'Share of roofline',
    bound: 'Bound by',
    bounds: { compute: 'compute', memory: 'memory' },
    boundBy: { compute: 'compute-bound', memory: 'memory-bound' },
    area: 'larger means more of the time',
    clock: {
      device:
        'Timed by the device’s own clock, in batches of each kernel’s dispatches; where the browser rounds that clock to nothing, from outside.',
      outside:
        'This device gives no timestamps: each figure is the wall-clock time of a batch of dispatches, their launching included, so short kernels look slower than they are.',
    },
    bytes:
      'Bytes are those of everything bound, each tensor once a dispatch: a kernel that reads only a part of a table moves fewer.',
  },
}
