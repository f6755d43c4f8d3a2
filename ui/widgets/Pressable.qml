import QtQuick
import QtQuick.Controls.Basic
import Komado
import "../theme"

// The ground of everything that can be touched: a surface, a border, a focus ring, a press.
AbstractButton {
    id: pressable

    property string press: ""
    property string argument: ""
    property string blocked: ""
    property color ground: Theme.surface
    property color groundDown: Theme.primarySoft
    property color edge: Theme.primary
    property real edgeWidth: 0.6
    property real corner: 3

    signal refused(string why)

    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: Kiosk.spoken(text)
    background: Rectangle {
        radius: Theme.mm(pressable.corner)
        color: pressable.down ? pressable.groundDown : pressable.ground
        border.width: Math.max(1, Theme.mm(pressable.edgeWidth))
        border.color: pressable.edge

        FocusRing {
            visible: pressable.visualFocus
            corner: parent.radius
        }
    }
    onClicked: {
        if (blocked !== "") {
            Kiosk.touch()
            refused(blocked)
        } else if (press !== "") {
            Kiosk.press(press, argument)
        }
    }
}
