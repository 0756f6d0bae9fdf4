/// What comparing a file's positions with the known outline says about their datum.
public struct DatumFinding: Sendable, Codable {
  public enum Verdict: String, Sendable, Codable {
    /// The positions lie where they should as they were declared.
    case agrees
    /// They would lie better under another system.
    case looksLike = "looks_like"
    case cannotTell = "cannot_tell"
  }

  /// One comparison of the declared system with another.
  public struct Evidence: Sendable, Codable {
    /// `known_points`, `unit_outlines` or `land_and_sea`.
    public var kind: String
    /// The system that the declared one was compared with.
    public var against: String
    /// Places (codes, or positions) that lie better under the other system.
    public var betterAgainst: Int
    /// Those that lie better as declared.
    public var betterDeclared: Int
    /// The chance of so many, or more, were both systems as good (one-sided sign test).
    public var p: Double
    /// Mean distance in metres from where the codes' points are known to be: as declared, and
    /// under the other system.
    public var metresDeclared: Double?
    public var metresAgainst: Double?
    /// The share of positions inside their unit, or on their ground.
    public var insideDeclared: Double?
    public var insideAgainst: Double?
  }

  public var verdict: Verdict
  public var declared: String
  /// What to say with `--crs`, where the verdict is `looks_like`.
  public var suggested: String?
  /// How far the positions lie off on average, in metres.
  public var shiftMetres: Double?
  public var evidence: [Evidence] = []
  public var sentence: BilingualText

  /// The chance below which a comparison of codes, each counted once, decides.
  public static let decisiveForCodes = 0.001
  /// The same for single positions, which are no independent draws: neighbours err together.
  public static let decisiveForPositions = 1e-6
}
