/// Where a value comes from. Nothing is a default: what no paper says is unknown.
public enum Provenance: Sendable, Hashable {
  /// Printed in a source of the file, by its key.
  case printed(source: String)
  /// Worked out from printed values; how.
  case derived(String)
  /// On a page elsewhere, by its address; often of another year or place.
  case external(address: String)
  /// In a paper that the user has: a contract, a policy, a notice.
  case contract(String)
  /// Made up, for a scenario.
  case synthetic
  case unknown

  /// The word that files and tables use.
  public var word: String {
    switch self {
    case .printed: "printed"
    case .derived: "derived"
    case .external: "external"
    case .contract: "contract"
    case .synthetic: "synthetic"
    case .unknown: "unknown"
    }
  }
}

/// A value of a scheme that is known with its source, or not known.
public struct Term<Value: Sendable & Hashable>: Sendable, Hashable {
  /// `nil` exactly where the provenance is unknown.
  public let value: Value?
  public let provenance: Provenance

  public static var unknown: Term { Term(value: nil, provenance: .unknown) }

  public init(_ value: Value, _ provenance: Provenance) {
    self.init(value: value, provenance: provenance)
  }

  private init(value: Value?, provenance: Provenance) {
    self.value = provenance == .unknown ? nil : value
    self.provenance = provenance
  }
}

/// A field of a scheme's file as a person reads it: its path of keys, what it says, and why.
public struct SchemeField: Sendable, Hashable {
  public var path: String
  /// Empty where it is unknown.
  public var text: String
  public var provenance: Provenance
  /// Of the file, from 1.
  public var line: Int

  public init(path: String, text: String, provenance: Provenance, line: Int) {
    self.path = path
    self.text = text
    self.provenance = provenance
    self.line = line
  }
}
