/// Why a converter gave nothing.
package enum ConverterError: Error, Hashable, Sendable {
    /// A program that the converters need is not on this machine.
    case programMissing(String)
    /// It ended without a result: killed for its limits, or the file is not what it takes.
    case failed(status: Int32)
    case outputTooLarge(limit: Int)
    /// What it wrote is not what was asked for.
    case outputMalformed
    /// The input could not be handed over, such as for want of memory.
    case inputNotTaken
}
