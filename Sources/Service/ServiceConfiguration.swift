public import Access
public import Workflows

/// How the service answers; the defaults are those of one person at the machine itself.
public struct ServiceConfiguration: Sendable {
  /// What the landing page is called.
  public var title = "Anlan 安澜"
  /// Who asks, as far as the service knows.
  public var audience: Audience
  /// Styles, categories and the page's files.
  public var home: ProductHome
  /// The version of the program.
  public var version: String
  /// Of answers that are kept.
  public var cacheBytes = 96 << 20
  /// A store that is written all the time would be read into memory all the time: the rest after a
  /// reading is so many times as long.
  public var memoryRest = 20.0
  /// The most features of one answer.
  public var mostFeatures = 10_000
  /// The most features of one computation.
  public var mostResults = 100_000
  /// Computations at a time, as far as there are stores for them.
  public var processes = 2
  /// How long a computation may take that somebody waits for, and one that is a job.
  public var processSeconds = 60.0
  public var jobSeconds = 900.0
  public var clock: ServiceClock
  /// The zoom whose tiles have every feature; a map draws deeper ones from it.
  public var deepestZoom = 14
  /// The host names under which it is asked; another one is turned away, lest a page of elsewhere
  /// asks through a name that it made point here. Empty for any.
  public var hosts: Set<String> = []
  /// Whoever asks needs a key.
  public var needsKeys = false
  /// Whose tokens are taken beside keys.
  public var issuer: TokenIssuer?
  /// Over TLS.
  public var isSecure = false
  /// Another server stands in front and says under which name it was asked.
  public var isBehindProxy = false
  /// How often one key may ask: on average, and at once.
  public var requestsPerSecond = 200.0
  public var requestsAtOnce = 1000.0
  /// The largest body of incidents.
  public var mostPostedBytes = 64 << 20
  /// Connections at a time; others wait until one of them ends.
  public var mostConnections = 16_384
  /// Is told a line of JSON for each answer; `nil` for none.
  public var log: (@Sendable (String) -> Void)?
  /// Pages of these origins may read the answers.
  public var origins: Set<String> = []
  /// Of 天地图, for the page's base map; every browser that opens the page gets to see it.
  public var tiandituKey: String?

  public init(audience: Audience, home: ProductHome, version: String, clock: ServiceClock) {
    self.audience = audience
    self.clock = clock
    self.home = home
    self.version = version
  }
}
