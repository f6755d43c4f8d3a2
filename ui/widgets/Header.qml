import QtQuick
import QtQuick.Shapes
import Komado
import "../theme"

// The name of the service, the language, and where the visit is.
Column {
    id: header

    required property var chrome

    Rectangle {
        width: parent.width
        height: Theme.mm(21)
        color: Theme.brand

        Item {
            id: mark
            width: Theme.mm(12)
            height: Theme.mm(14)
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter

            // a window with a sheet in it
            Rectangle {
                anchors.fill: parent
                radius: Theme.mm(1.6)
                color: Theme.inkOnPrimary
            }
            Rectangle {
                x: Theme.mm(2.4); y: Theme.mm(3); width: Theme.mm(7.2); height: Theme.mm(1.2)
                color: Theme.brand
            }
            Rectangle {
                x: Theme.mm(2.4); y: Theme.mm(5.6); width: Theme.mm(7.2); height: Theme.mm(1.2)
                color: Theme.primarySoft
            }
            Rectangle {
                x: Theme.mm(6.4); y: Theme.mm(8.2); width: Theme.mm(3.4); height: width
                radius: width / 2
                color: "transparent"
                border.width: Theme.mm(0.7)
                border.color: Theme.stamp
            }
        }
        Rectangle {
            id: town
            visible: name.words !== ""
            width: visible ? Math.min(Theme.mm(104), wide.advanceWidth + Theme.mm(13)) : 0
            height: Theme.mm(13)
            radius: height / 2
            color: Theme.primarySoft
            anchors.right: languageButton.left
            anchors.rightMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter

            TextMetrics {
                id: wide
                font.family: Theme.family
                font.bold: true
                font.pixelSize: Theme.mm(7.5)
                text: name.text
            }
            OneLine {
                id: name
                words: header.chrome.town || ""
                em: 7.5
                font.bold: true
                color: Theme.brand
                width: parent.width - Theme.mm(8)
                horizontalAlignment: Text.AlignHCenter
                anchors.centerIn: parent
            }
        }
        OneLine {
            anchors.left: mark.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: town.left
            anchors.rightMargin: Theme.mm(4)
            anchors.verticalCenter: parent.verticalCenter
            objectName: "service"
            words: header.chrome.service
            em: 9
            font.bold: true
            color: Theme.inkOnPrimary

            // the way in for staff while nothing is wrong: five quick touches on the name of the service
            TapHandler {
                onTapped: if (tapCount === 5) Kiosk.press("staff-open")
            }
        }
        Pressable {
            id: languageButton
            objectName: "language"
            visible: header.chrome.language !== ""
            text: header.chrome.language
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
            height: Theme.mm(17)
            width: Theme.mm(52)
            edge: Theme.surface
            press: "language"
            contentItem: Item {
                Row {
                    anchors.centerIn: parent
                    spacing: Theme.mm(2.5)

                    Globe {
                        width: Theme.mm(8.5)
                        height: width
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    OneLine {
                        words: header.chrome.language
                        em: 8
                        font.bold: true
                        color: Theme.brand
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
        }
    }
    StepBar {
        width: parent.width
        visible: header.chrome.step > 0
        steps: header.chrome.steps
        step: header.chrome.step
        spoken: header.chrome.stepSpoken
    }
}
