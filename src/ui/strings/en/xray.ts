// English: the kernels under the floor.

export const xray = {
  title: 'Kernel X-ray',
  lead: (size: string) =>
    `What runs under the floor: the model as the kernels that it is made of, at the size ${size}. Choose a block.`,
  model: 'Blocks of the model',
  layer: 'once a layer',
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
  noTimes: 'This device gives no timestamps, so single dispatches cannot be timed.',
  noGpu:
    'A check runs on the GPU, which this browser does not give the page. The code can be read all the same.',
  dispatch: 'Dispatch',
  times: 'Times',
  each: 'Time each',
  files: 'Files',
  roofline: {
    title: 'Roofline',
    why: 'What the device can do at most, measured here and now: multiply-adds a second, and bytes a second. Each kernel of a training step is timed by itself and stands under that roof. It takes a few seconds, on a software adapter longer.',
    noGpu: 'It is measured on the GPU, which this browser does not give the page.',
    measure: 'Measure now',
    measuring: 'Measuring …',
    peak: (flops: string, bytes: string) => `Peak ${flops}, ${bytes}.`,
    whole: (rows: string, size: string, ms: string, share: string) =>
      `A training step on ${rows} tokens, size ${size}: ${ms} ms by the sum of its kernels, ${share} of the peak.`,
    spoken: (label: string, time: string, roof: string) =>
      `${label}: ${time} of the time, at ${roof} of its roof`,
    brief: (time: string, roof: string) => `${time} of the time, at ${roof} of its roof`,
    most: 'Kernels with the most time',
    over: 'Over 100 %: the device was busier with other things while its peak was measured.',
    intensity: 'operations a byte',
    ofTime: 'Of the time',
    ofRoof: 'Of its roof',
    bound: 'Held by',
    bounds: { compute: 'multiply-adds', memory: 'bandwidth' },
    boundBy: { compute: 'held by multiply-adds', memory: 'held by bandwidth' },
    area: 'the larger, the more of the time',
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
