import QtQuick
import "../../theme"
import "../../widgets"

// Ten keys for a number that is no secret of a resident: every key is a press of its own, the kiosk keeps the digits.
Grid {
    id: keys
    required property var pad
    property bool confirms: true
    property real keyWidth: Theme.mm(34)
    property real keyHeight: Theme.mm(30)
    columns: 3
    spacing: Theme.mm(3)

    Repeater {
        model: 12
        delegate: BigButton {
            required property int index
            readonly property string face: index === 9 ? keys.pad.correct : index === 11 ? keys.pad.done
                : index === 10 ? "0" : String(index + 1)
            objectName: index === 9 ? "digit-back" : index === 11 ? "digits-done" : "digit-" + face
            text: face
            opacity: index === 11 && !keys.confirms ? 0 : 1
            enabled: index !== 11 || keys.confirms
            implicitWidth: keys.keyWidth
            implicitHeight: keys.keyHeight
            em: index === 9 || index === 11 ? 8.5 : 14
            role: index === 11 ? "primary" : "quiet"
            press: index === 9 ? "digit-back" : index === 11 ? "digits-done" : "digit"
            argument: index === 9 || index === 11 ? "" : face
        }
    }
}
