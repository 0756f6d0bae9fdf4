/// What the signs of a map mean, in groups with a heading.
public struct Legend: Sendable, Hashable {
  /// Indirect, since a class is large and a legend holds many signs.
  public indirect enum Symbol: Sendable, Hashable {
    case area(RampClass)
    case line(RampClass)
    case point(RampClass)
    /// A circle that shows a count; the diameter is in millimetres.
    case circle(RampClass, diameter: Double)
    /// The mark of a label.
    case mark(MapLabel.Kind)
  }

  public struct Item: Sendable, Hashable {
    public var symbol: Symbol
    public var label: String

    public init(symbol: Symbol, label: String) {
      self.symbol = symbol
      self.label = label
    }
  }

  public struct Group: Sendable, Hashable {
    /// No heading where it is empty.
    public var title: String
    public var items: [Item]

    public init(title: String, items: [Item]) {
      self.title = title
      self.items = items
    }

    /// A group for a layer: the classes that are present in the ground that is shown.
    ///
    /// - Parameter classes: as `MapLayer.presentClasses` gives them, or all of the ramp.
    public init(ramp: Ramp, classes: [Int], language: SheetLanguage) {
      let items = classes.map { index in
        let look = ramp.classes[index]
        let symbol: Symbol =
          switch ramp.geometry {
          case .area: .area(look)
          case .line: .line(look)
          case .point: .point(look)
          }
        return Item(symbol: symbol, label: look.label(language))
      }
      self.init(title: ramp.title(language), items: items)
    }

    /// Up to three circles of counts that the layer has: its largest, rounded down where it is
    /// large, and smaller ones, none below its smallest.
    public init?(circlesOf layer: MapLayer, title: String, style: SheetStyle.Circles) {
      guard let largest = layer.largestCount, largest >= 1, let look = layer.ramp.classes.last
      else { return nil }
      let smallest = layer.smallestCount ?? 1
      let top = largest < 10 ? largest : max(smallest, RoundNumber.notAbove(largest))
      var counts = [top]
      for share in [0.4, 0.1] {
        let count = max(smallest, RoundNumber.notAbove(max(1, top * share)))
        if let last = counts.last, count < last { counts.append(count) }
      }
      self.init(
        title: title,
        items: counts.map { count in
          Item(
            symbol: .circle(look, diameter: style.diameter(of: count, largest: largest)),
            label: ScaleBar.number(count))
        })
    }
  }

  public var groups: [Group]

  public init(groups: [Group]) {
    self.groups = groups.filter { !$0.items.isEmpty }
  }
}
