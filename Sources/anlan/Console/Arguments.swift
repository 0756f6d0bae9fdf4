public import ArgumentParser
public import Formats
public import SimpleFeatures
public import Storage
public import Workflows

/// Values as a person types them.

extension DayNumber: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension ISOWeek: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension CRS: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  public var defaultValueDescription: String { identifier }
}

extension TextEncoding: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument) }
}

extension TimeBasis: ExpressibleByArgument {}
extension Stage: ExpressibleByArgument {}
extension Support: ExpressibleByArgument {}
extension Audience: ExpressibleByArgument {}
extension ImportLayer: ExpressibleByArgument {}
extension InputFile.Format: ExpressibleByArgument {}
extension FindHotspots.Exposure: ExpressibleByArgument {}
extension FindHotspots.Statistic: ExpressibleByArgument {}
extension FindHotspots.Smoothing: ExpressibleByArgument {}
extension FindEmerging.Comparison: ExpressibleByArgument {}
extension DrawWeeklySheet.SheetTongue: ExpressibleByArgument {}
extension DrawWeeklySheet.PaperFormat: ExpressibleByArgument {}
