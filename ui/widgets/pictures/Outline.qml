import QtQuick
import QtQuick.Shapes

// A free shape in the units of its drawing, written as an SVG path.
Shape {
    id: outline
    readonly property real u: parent === null ? 1 : parent.u
    property string path: ""
    property color fill: "transparent"
    property color stroke: "transparent"
    property real line: 0
    transformOrigin: Item.TopLeft
    scale: u
    antialiasing: true

    ShapePath {
        fillColor: outline.fill
        strokeColor: outline.line > 0 ? outline.stroke : "transparent"
        strokeWidth: outline.line > 0 ? outline.line : -1
        joinStyle: ShapePath.RoundJoin
        capStyle: ShapePath.RoundCap
        PathSvg { path: outline.path }
    }
}
