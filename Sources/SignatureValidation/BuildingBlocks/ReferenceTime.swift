import Foundation

/// A time, in the past or now, at which everything is judged as if one had stood there, with what is proven to have
/// existed then.
///
/// The first reference is the time of validation. Each valid document timestamp adds one: what it covers existed then, so
/// a judgement made there still holds.
///
/// - SeeAlso: EN 319 102-1 §5.6; VAL-3…VAL-5
struct ReferenceTime: Sendable {
    let time: Date
    let material: ValidationMaterial
}
