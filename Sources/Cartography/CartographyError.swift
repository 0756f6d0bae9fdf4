/// Why a style could not be read or a sheet could not be drawn, and where.
public struct CartographyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The key of the style (`layers.hotspots.classes[2].fill`) or the step of the drawing.
  public var place: String
  public var message: String

  public init(place: String, message: String) {
    self.place = place
    self.message = message
  }

  public var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
