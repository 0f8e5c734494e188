// Half precision belongs to the numbers that every room shares; file formats know it under this name.
export { bfloatToFloat, floatToHalf, halfToFloat } from '../base/half'
